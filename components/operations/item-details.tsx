import { Differences } from "@/components/ui/differences";
import type { WireOperationItem } from "@/server/contract/operations";
import styles from "./operations.module.css";

/** The steps of one resource, and what a read-back found unequal. */
export function Details({ item }: { readonly item: WireOperationItem }) {
  return (
    <details className={styles.details}>
      <summary>
        Before and after<span className="sr-only"> of {item.name}</span>
      </summary>
      <ol className="m-0 list-none p-0">
        {item.steps.map((step, index) => (
          <li key={`${step.op} ${step.before} ${step.after}`}>
            <span className={index < doneSteps(item) ? "text-proof" : "dim"}>{stepWord(item, index)}</span>{" "}
            <span className="mono">{step.op}</span> {step.before}{" "}
            <span className="dim" aria-hidden="true">
              →
            </span>
            <span className="sr-only"> becomes </span> <b className="font-semibold">{step.after}</b>
          </li>
        ))}
      </ol>
      {item.differences.length > 0 && <Differences title="Not equal" differences={item.differences} />}
    </details>
  );
}

export function hasDetails(item: WireOperationItem): boolean {
  return item.steps.length > 0 || item.differences.length > 0;
}

/** `step` is the index of the one that is being worked on; everything before it was accepted by AWS and seen. */
function doneSteps(item: WireOperationItem): number {
  return item.state === "done" ? item.steps.length : item.step;
}

function stepWord(item: WireOperationItem, index: number): string {
  const done = doneSteps(item);
  if (index < done) return "done";
  if (index > done) return item.state === "failed" || item.state === "skipped" ? "not sent" : "to come";
  const words: Readonly<Record<WireOperationItem["state"], string>> = {
    waiting: "to come",
    applying: "sent, no answer yet",
    settling: "accepted, not read back yet",
    deferred: "AWS cannot do it yet",
    done: "done",
    failed: "not done",
    skipped: "not sent",
  };
  return words[item.state];
}
