import { computed, signal } from '@preact/signals';
import { render } from 'preact';
import { Feed } from './feed/feed';
import { SignalRHub } from './feed/hub';
import { callIdOf } from './feed/route';
import { App } from './view/App';

/** How often the ages and deadlines of hints are looked at. */
const TICK_MS = 250;

const hub = SignalRHub.create('/hubs/calls');
const feed = Feed.create(hub);
const tick = signal(0);
// Also new with every change of the call, so that a call never sees the clock of the one before.
const nowMs = computed(() => (tick.value, feed.call.value, feed.nowMs()));

const openRouted = () => feed.open(callIdOf(location.hash));
addEventListener('hashchange', openRouted);
setInterval(() => tick.value++, TICK_MS);
openRouted();
hub.start();

const root = document.getElementById('app');
if (root) render(<App feed={feed} connection={hub.state} nowMs={nowMs} />, root);
