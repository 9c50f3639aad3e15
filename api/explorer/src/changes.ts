// Counts changes of the graph made from this page; answers older than the
// last one are asked for anew.

import { signal } from '@preact/signals';

export const changes = signal(0);
