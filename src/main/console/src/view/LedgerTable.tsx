import { balances, discardedFor, discardReasons, unaccounted } from '../state/ledger';
import type { Ledger, TrackLedger } from '../wire/ledger';
import { samplesText, words } from './words';

interface Props {
  ledger: Ledger;
  speakers: ReadonlyMap<string, string>;
}

/** One column a track, one row an account; the sum is drawn here, from the rows above it. */
export function LedgerTable({ ledger, speakers }: Props) {
  const balanced = balances(ledger);
  const row = (name: string, samples: (track: TrackLedger) => number, kind?: string) => (
    <tr class={kind}>
      <th scope="row">{name}</th>
      {ledger.tracks.map((track) => (
        <td key={track.trackId}>{samplesText(samples(track))}</td>
      ))}
    </tr>
  );
  return (
    <div class="ledger" data-testid="ledger" data-balanced={String(balanced)}>
      <table>
        <caption>Samples received, and where they are</caption>
        <thead>
          <tr>
            <td />
            {ledger.tracks.map(({ trackId }) => (
              <th key={trackId} scope="col">
                {words(speakers.get(trackId) ?? trackId)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {row('Received', (track) => track.received, 'total')}
          {row('Held', (track) => track.held)}
          {row('Appended', (track) => track.appended)}
          {discardReasons(ledger).map((reason) =>
            row(`Discarded: ${words(reason)}`, (track) => discardedFor(track, reason)),
          )}
        </tbody>
        <tbody>
          {row('Unaccounted', unaccounted, 'total')}
          {row('Not sent to us', (track) => track.gapSamples)}
        </tbody>
      </table>
      <p class="verdict">{balanced ? '✓ The books balance.' : '✗ The books do not balance.'}</p>
    </div>
  );
}
