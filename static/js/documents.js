// What hangs on documents: files and comments. Loaded by the components that need it.

import { startAttachments } from "./attachments.js";
import { startMentions } from "./mentions.js";

startAttachments();
startMentions();
