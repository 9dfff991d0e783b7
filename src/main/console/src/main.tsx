import { effect } from '@preact/signals';
import { render } from 'preact';
import { Access } from './feed/access';
import { Feed } from './feed/feed';
import { SignalRHub } from './feed/hub';
import { Page } from './feed/page';
import { settingsIn } from './feed/settings';
import { App } from './view/App';

/** How often the ages and deadlines of hints are looked at. */
const TICK_MS = 250;

const access = Access.of();
const hub = SignalRHub.create('/hubs/calls', access);
const page = Page.create(Feed.create(hub), hub.state, access, settingsIn());

function openRouted(): void {
  const without = access.take(location.hash);
  if (without !== null) history.replaceState(null, '', without);
  page.go(location.hash);
}

addEventListener('hashchange', openRouted);
setInterval(() => page.tick(), TICK_MS);
openRouted();
// A link to a second is followed once the call is there.
const stop = effect(() => {
  const { atMs } = page.route.value;
  if ((page.feed.call.value?.lastSeq ?? 0) === 0) return;
  if (atMs !== null) page.goTo(atMs);
  queueMicrotask(() => stop());
});
hub.start();

const root = document.getElementById('app');
if (root) render(<App page={page} />, root);
