"use client";

import { useState } from "react";
import { useZone } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { Answer } from "./answer";
import { type Hours, hoursOf, presets } from "./hours";
import { HoursFields } from "./hours-fields";

/** What a weekly schedule would save of a group. Nothing is saved or changed. Open while `group` is not null. */
export function WhatIfDialog({
  group,
  onClose,
}: {
  readonly group: { readonly id: string; readonly name: string } | null;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      open={group !== null}
      onOpenChange={(open) => open || onClose()}
      title={group ? `What a schedule would save of ${group.name}` : "What a schedule would save"}
      description="From its prices, the last 30 days and the bill. This changes nothing."
      wide
    >
      {group && <WhatIfForm groupId={group.id} />}
    </Dialog>
  );
}

function WhatIfForm({ groupId }: { readonly groupId: string }) {
  const [first] = presets;
  const [hours, setHours] = useState<Hours>({ on: [hoursOf(first)], timezone: useZone() });
  return (
    <div className="flex flex-col gap-4">
      <HoursFields hours={hours} onChange={setHours} />
      <Answer scope={{ groups: [groupId] }} hours={hours} />
    </div>
  );
}
