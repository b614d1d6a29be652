// What every page needs, started once. Pages work without any of it; this only makes them quicker to use.

import { startConfirms } from "./confirm.js";
import { startDialogs } from "./dialogs.js";
import { startFailures } from "./failures.js";
import { startForms } from "./forms.js";
import { startKeys } from "./keys.js";
import { followList } from "./lists.js";
import { startMoney } from "./money-input.js";
import { startPalette } from "./palette.js";
import { startSelects } from "./select.js";
import { startTheme } from "./theme.js";
import { startTitle } from "./title.js";
import { startToasts } from "./toast.js";

startTheme();
startTitle();
startToasts();
startDialogs();
startPalette();
startKeys();
startConfirms();
startForms();
startFailures();
startMoney();
startSelects();
followList();
