"use client";

import { useOperationSavings } from "@/components/data/use-operation-savings";
import { plural } from "@/components/ui/format";
import { Money } from "@/components/ui/money";

/** What the plan expected of a pause, beside what the savings ledger has of it. */
export function SavedSince({ operationId }: { readonly operationId: string }) {
  const { data } = useOperationSavings(operationId);
  if (!data) return null;
  const { expectedHourly, expectedUnpriced, net, missed } = data;
  return (
    <>
      <h2 className="mt-5">Expected and saved</h2>
      <p className="mid mt-0.5">
        Expected <Money value={expectedHourly} /> an hour. Saved since, less restarts:{" "}
        <b>
          <Money value={net} />
        </b>
        .{" "}
        {missed !== null && Number(missed.amount) > 0 && (
          <>
            Ran by itself meanwhile: <Money value={missed} />.{" "}
          </>
        )}
        {expectedUnpriced > 0 && `${plural(expectedUnpriced, "resource")} without a price.`}
      </p>
    </>
  );
}
