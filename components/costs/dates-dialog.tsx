"use client";

import { type FormEvent, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Key } from "@/components/ui/key";
import { addDays, isDay } from "./calendar";
import type { Dates } from "./view";

/** Any days of the last thirteen months: Cost Explorer has none before. */
export function DatesDialog({
  open,
  dates,
  today,
  onClose,
  onChoose,
}: {
  readonly open: boolean;
  readonly dates: Dates;
  readonly today: string;
  readonly onClose: () => void;
  readonly onChoose: (dates: Dates) => void;
}) {
  const [error, setError] = useState<string | null>(null);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [from, last] = [String(form.get("from")), String(form.get("last"))];
    if (!isDay(from) || !isDay(last) || from > last) {
      setError("Choose a first day, and a last one that is not before it.");
      return;
    }
    setError(null);
    onChoose({ from, until: addDays(last, 1) });
    onClose();
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Other dates"
      description="Days are UTC, as on the bill."
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="First day" name="from" type="date" required max={today} defaultValue={dates.from} />
          <Field
            label="Last day"
            name="last"
            type="date"
            required
            max={today}
            defaultValue={addDays(dates.until, -1)}
            error={error}
          />
        </div>
        <div className="flex justify-end gap-2">
          <Key variant="gho" onClick={onClose}>
            Cancel
          </Key>
          <Key type="submit" variant="pri">
            Show
          </Key>
        </div>
      </form>
    </Dialog>
  );
}
