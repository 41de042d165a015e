"use client";

import { type FormEvent, useState } from "react";
import { useUpdateGroup } from "@/components/data/use-update-group";
import { ProblemNote } from "@/components/plan/problem-note";
import { useNow, useZone } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Key } from "@/components/ui/key";
import type { WireGroup } from "@/server/contract/groups";
import { awakeChoices, awakeError, awakeWords, instantOf, isAwake, localOf } from "./awake-times";

/** Until when the guard leaves a group alone. Open while `group` is not null. */
export function AwakeDialog({ group, onClose }: { readonly group: WireGroup | null; readonly onClose: () => void }) {
  return (
    <Dialog
      open={group !== null}
      onOpenChange={(open) => open || onClose()}
      title={group ? `Keep ${group.name} awake` : "Keep awake"}
      description="Until then the guard leaves what wakes in this group alone. This starts nothing, and stops nothing."
    >
      {group && <AwakeForm group={group} onClose={onClose} />}
    </Dialog>
  );
}

function AwakeForm({ group, onClose }: { readonly group: WireGroup; readonly onClose: () => void }) {
  const zone = useZone();
  const now = useNow(group.updatedAt);
  const update = useUpdateGroup();
  const awake = isAwake(group.awakeUntil, now) ? group.awakeUntil : null;
  const [local, setLocal] = useState(awake ? localOf(awake, zone) : "");
  const [checked, setChecked] = useState(false);
  const wrong = awakeError(local, now, zone);
  const save = (awakeUntil: string | null) =>
    update.mutate({ id: group.id, change: { awakeUntil } }, { onSuccess: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (wrong === null) save(instantOf(local, zone));
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      {awake && <p>It is kept awake {awakeWords(awake, now, zone)}.</p>}
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">Often chosen</legend>
        {awakeChoices(now, zone).map(({ label, at }) => (
          <Key
            key={label}
            size="sm"
            aria-pressed={local === localOf(at, zone)}
            onClick={() => setLocal(localOf(at, zone))}
          >
            {label}
          </Key>
        ))}
      </fieldset>
      <Field
        label="Awake until"
        type="datetime-local"
        value={local}
        min={localOf(now, zone)}
        hint={`Time in ${zone.replaceAll("_", " ")}. At most 30 days ahead.`}
        error={checked ? wrong : null}
        onChange={(event) => setLocal(event.target.value)}
      />
      <ProblemNote error={update.error} />
      <div className="mt-1 flex flex-wrap justify-end gap-2">
        {awake && (
          <Key variant="gho" className="mr-auto" busy={update.isPending} onClick={() => save(null)}>
            End it now
          </Key>
        )}
        <Key variant="gho" onClick={onClose}>
          Cancel
        </Key>
        <Key type="submit" variant="pri" busy={update.isPending}>
          Save
        </Key>
      </div>
    </form>
  );
}
