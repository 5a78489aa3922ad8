"use client";

import { type ShortcutHelp, useShortcutsOn } from "@/components/table/shortcuts";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

/** Every key of a register, and the switch that turns single keys off. */
export function ShortcutsDialog({ onClose, shortcuts }: { onClose: () => void; shortcuts: ShortcutHelp[] }) {
  const [on, set] = useShortcutsOn();
  return (
    <Dialog open onClose={onClose} title="Keys">
      <dl className="divide-y divide-rule-2">
        {shortcuts.map((shortcut) => (
          <div key={shortcut.meaning} className="flex items-center justify-between gap-6 py-2 text-table">
            <dt>{shortcut.meaning}</dt>
            <dd className="flex gap-1">
              {shortcut.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Checkbox className="mt-4" checked={on} onChange={(event) => set(event.target.checked)}>
        Single keys act outside of fields
      </Checkbox>
    </Dialog>
  );
}
