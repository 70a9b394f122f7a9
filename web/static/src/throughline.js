// Small behaviours that HTML and CSS do not give by themselves. Every page reads well without them.
import { theme } from './theme.js';
import { why } from './why.js';
import { charts } from './charts.js';
import { keys } from './keys.js';
import { palette } from './palette.js';
import { live } from './live.js';
import { place } from './place.js';
import { edit } from './edit.js';
import { drafts } from './drafts.js';
import { select } from './select.js';
import { suggest } from './suggest.js';
import { move } from './move.js';
import { timeline } from './timeline.js';

theme();
why();
charts();
palette();
keys();
live();
place();
edit();
drafts();
select();
suggest();
move();
timeline();
