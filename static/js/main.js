// Small enhancements, attached by data- attributes; every page works without them.
import "./menu.js";
import "./focus.js";
import "./confirm.js";
import "./counter.js";
import "./copy.js";
import "./rows.js";
import "./typed.js";
