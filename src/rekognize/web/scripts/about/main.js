import { openPage } from "../shell/page.js";

openPage("about");
