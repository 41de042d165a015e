"use client";

import { type FormEvent, useState } from "react";
import { useRights } from "@/components/access/use-rights";
import { useEndHold } from "@/components/data/use-end-hold";
import { ProblemNote } from "@/components/plan/problem-note";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Key } from "@/components/ui/key";
import type { WireResourceDetail } from "@/server/contract/resources";
import { DownloadHold } from "./download-hold";

interface Props {
  readonly resource: Pick<WireResourceDetail, "name" | "state">;
  readonly hold: NonNullable<WireResourceDetail["hold"]>;
}

/** The way to let a resource stay as it is for good: Standby then no longer brings it back. */
export function EndHold({ resource, hold }: Props) {
  const { mayOperate } = useRights();
  const [open, setOpen] = useState(false);
  if (!mayOperate) return null;
  return (
    <>
      <Key size="sm" variant="gho" className="-ml-2.5" onClick={() => setOpen(true)}>
        End the hold
      </Key>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`End the hold of ${resource.name}`}
        description={`It stays ${resource.state === "running" ? "on" : "as it is"}, and Standby no longer starts it again. Nothing is sent to AWS.`}
      >
        <EndForm hold={hold} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function EndForm({ hold, onClose }: Pick<Props, "hold"> & { readonly onClose: () => void }) {
  const end = useEndHold();
  const [reason, setReason] = useState("");
  const [checked, setChecked] = useState(false);
  const given = reason.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (given !== "") end.mutate({ id: hold.id, reason: given }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <div>
        <p className="mid">
          The saved configuration is kept, with your name and the reason, in the list of ended holds.
        </p>
        <DownloadHold holdId={hold.id} />
      </div>
      <Field
        label="Reason"
        value={reason}
        maxLength={500}
        autoComplete="off"
        hint="Who reads the history later wants to know why."
        error={checked && given === "" ? "Say why it is not brought back." : null}
        onChange={(event) => setReason(event.target.value)}
      />
      <ProblemNote error={end.error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Key variant="gho" onClick={onClose}>
          Keep holding it
        </Key>
        <Key type="submit" variant="pri" busy={end.isPending}>
          End the hold
        </Key>
      </div>
    </form>
  );
}
