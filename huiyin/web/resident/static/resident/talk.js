// The page of a talk: what all pages of residents have, and the talk.

import "./resident.js";
import "../kit/elements/talk.js";
