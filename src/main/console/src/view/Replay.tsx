import type { Page } from '../feed/page';
import { SPEEDS } from '../feed/player';
import type { Moment } from '../state/recording';
import { clockText } from './words';

/** Shows a call that is over as it was: any moment of it, at any speed. */
export function Replay({ page }: { page: Page }) {
  const { player } = page;
  const state = player.state.value;
  if (state === 'on') return <Controls page={page} />;
  const callId = page.feed.call.value?.callId ?? '';
  return (
    <div class="replay" role="group" aria-label="Replay">
      <button type="button" onClick={() => void player.open(callId, 0)} disabled={state === 'loading'}>
        Replay the call as it was
      </button>
      {state === 'failed' && <span class="failed">Its log could not be read.</span>}
    </div>
  );
}

/** Of the line; its end is a whole number of them, so that the call's own can be reached. */
const STEP_MS = 100;

function Controls({ page }: { page: Page }) {
  const { player } = page;
  const recording = player.recording.value;
  const position = player.positionMs.value;
  const duration = recording?.durationMs ?? 0;
  return (
    <div class="replay" role="group" aria-label="Replay" data-testid="replay" data-at={Math.floor(position)}>
      <div class="replay-line">
        <input
          type="range"
          min={0}
          max={Math.ceil(duration / STEP_MS) * STEP_MS}
          step={STEP_MS}
          value={position}
          aria-label="Position"
          aria-valuetext={`${clockText(position)} of ${clockText(duration)}`}
          onInput={(event) => player.seek(event.currentTarget.valueAsNumber)}
        />
        <Moments moments={recording?.moments ?? []} duration={duration} />
      </div>
      <div class="replay-tools">
        <button type="button" onClick={() => player.toggle()} aria-keyshortcuts="k">
          {player.playing.value ? 'Pause' : 'Play'}
        </button>
        <button type="button" onClick={() => player.step(true)} aria-label="One event back" aria-keyshortcuts=",">
          ‹
        </button>
        <button type="button" onClick={() => player.step(false)} aria-label="One event on" aria-keyshortcuts=".">
          ›
        </button>
        <button type="button" onClick={() => player.toMoment(true)} aria-label="Mark before" aria-keyshortcuts="[">
          «
        </button>
        <button type="button" onClick={() => player.toMoment(false)} aria-label="Mark after" aria-keyshortcuts="]">
          »
        </button>
        <label>
          <span class="for-ears">Speed</span>
          <select value={player.speed.value} onChange={(event) => player.setSpeed(Number(event.currentTarget.value))}>
            {SPEEDS.map((speed) => (
              <option key={speed} value={speed}>
                {speed}×
              </option>
            ))}
          </select>
        </label>
        <a href={page.linkTo(position)}>{clockText(position)}</a> / {clockText(duration)}
        <button type="button" onClick={() => player.close()}>
          Whole call
        </button>
      </div>
    </div>
  );
}

/** Hints, gaps and flags along the line; told apart by their form too. */
function Moments({ moments, duration }: { moments: readonly Moment[]; duration: number }) {
  if (duration === 0) return null;
  return (
    <svg class="moments" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
      {moments.map(({ kind, atMs }) => (
        <rect
          key={`${kind} ${atMs}`}
          class={`moment-${kind}`}
          x={(atMs / duration) * 1000}
          y={kind === 'gap' ? 5 : 0}
          width={kind === 'gap' ? 6 : 3}
          height={kind === 'hint' ? 10 : 5}
        />
      ))}
    </svg>
  );
}
