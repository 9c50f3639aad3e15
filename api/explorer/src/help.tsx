import { useEffect, useRef } from 'preact/hooks';
import { helpOpen } from './state';

const rows: [string, string][] = [
  ['/', 'search'], ['← ↑ → ↓', 'move between entities'], ['Shift + arrow, Shift + click', 'select a second entity'], ['Enter', 'open what is selected'],
  ['E, double click', 'expand: show its neighbours'], ['H, Delete', 'hide'], ['P', 'pin or let go'], ['F', 'fit all into view'], ['L', 'lay out anew'],
  ['S', 'shortest path between two selected'], ['T', 'table or picture'], ['I', 'filters'], ['+ −', 'zoom'], ['Ctrl + Z, Ctrl + Shift + Z', 'undo, redo'],
  ['Y N U', 'in “May be the same”: same, different, undecided'], ['Shift + X', 'clear the picture'], ['Esc', 'close'],
];

export function Help() {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (helpOpen.value) box.current?.showModal();
    else box.current?.close();
  }, [helpOpen.value]);
  return (
    <dialog ref={box} class="help" aria-labelledby="help-title" onClose={() => (helpOpen.value = false)}>
      <h2 id="help-title">Keys</h2>
      <dl>{rows.map(([k, what]) => <div key={k}><dt><kbd>{k}</kbd></dt><dd>{what}</dd></div>)}</dl>
      <p>The address of this page holds the whole view: copy it to share what you see.</p>
      <button type="button" onClick={() => (helpOpen.value = false)}>Close</button>
    </dialog>
  );
}
