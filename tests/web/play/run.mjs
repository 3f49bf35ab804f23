/** Plays games in Node: lists of steps on standard input, what each game then is on standard output. */
import { readFileSync } from "node:fs";
import { Game } from "../../../src/rekognize/web/scripts/play/game.js";
import * as sets from "../../../src/rekognize/web/scripts/play/sets.js";

function play({ tasks, limit, steps }) {
  const game = new Game(tasks, limit);
  const results = steps.map(([step, ...values]) => game[step](...values) ?? null);
  const { rounds, score, right, isOpen, isOver, task } = game;
  return { results, rounds, score, right, isOpen, isOver, task };
}

function call({ name, values, random }) {
  return sets[name](...values, ...(random ? [() => random.shift()] : []));
}

const questions = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(questions.map((question) => (question.steps ? play : call)(question))));
