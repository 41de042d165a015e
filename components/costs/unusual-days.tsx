"use client";

import { useRights } from "@/components/access/use-rights";
import { useMarkAnomaly } from "@/components/data/use-mark-anomaly";
import { ProblemNote } from "@/components/plan/problem-note";
import { plural } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { StateWord } from "@/components/ui/state";
import type { ResponseOf } from "@/server/contract/endpoint";
import type { listAnomalies, WireAnomaly } from "@/server/contract/outlook";
import { signed } from "./amounts";
import { dayWord } from "./calendar";
import type { Mark } from "./chart-model";
import styles from "./costs.module.css";
import { serviceWord } from "./words";

type Aws = ResponseOf<typeof listAnomalies>["aws"];
type Now = ResponseOf<typeof listAnomalies>["now"][number];

const markWords = { expected: "marked expected", wrong: "marked not unusual" } as const;

/** The numbered days of the chart, newest first, and what a person says of them; above them what jumps now. */
export function UnusualDays({
  marks,
  notes,
  aws,
  now,
  learning,
}: {
  readonly marks: readonly Mark[];
  readonly notes: readonly WireAnomaly[];
  readonly aws: Aws;
  readonly now: readonly Now[];
  readonly learning: number;
}) {
  const { mayAdminister } = useRights();
  const mark = useMarkAnomaly();
  const several = new Set(marks.map(({ anomaly }) => anomaly.account.id)).size > 1;
  const isBusy = (id: string) => mark.isPending && mark.variables.id === id;
  return (
    <section className="mt-4">
      <Jumps now={now} />
      <h2>Unusual days</h2>
      <ProblemNote error={mark.error} />
      {marks.length === 0 && <p className="mid">None in these days.</p>}
      {marks.length > 0 && (
        <ul className="list">
          {marks.toReversed().map(({ number, anomaly }) => (
            <li key={anomaly.id} className={styles.unusual}>
              <span className={styles.number} aria-hidden="true">
                {number}
              </span>
              <span className="min-w-0 wrap-anywhere">
                <b>
                  <span className="sr-only">{number}: </span>
                  {anomaly.service === null ? `All of ${anomaly.account.name}` : serviceWord(anomaly.service)}{" "}
                  {signed(anomaly.excess, anomaly.currency)}
                </b>
                <br />
                <small>
                  {several && `${anomaly.account.name}: `}
                  {textOf(anomaly)}
                </small>
                {mayAdminister && (
                  <span className={styles.marking}>
                    {anomaly.mark === null ? (
                      <>
                        <Key
                          size="sm"
                          busy={isBusy(anomaly.id)}
                          onClick={() => mark.mutate({ id: anomaly.id, mark: "expected" })}
                        >
                          Expected
                        </Key>
                        <Key
                          size="sm"
                          variant="gho"
                          busy={isBusy(anomaly.id)}
                          onClick={() => mark.mutate({ id: anomaly.id, mark: "wrong" })}
                        >
                          Not unusual
                        </Key>
                      </>
                    ) : (
                      <Key
                        size="sm"
                        variant="gho"
                        busy={isBusy(anomaly.id)}
                        onClick={() => mark.mutate({ id: anomaly.id, mark: null })}
                      >
                        Take the mark back
                      </Key>
                    )}
                  </span>
                )}
              </span>
              <span className="dim nw">{dayWord(anomaly.firstDay)}</span>
            </li>
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <details className="mt-1 text-xs text-ink-2">
          <summary className="cursor-pointer">{plural(notes.length, "note")}: less than usual, or a new level</summary>
          <ul className={styles.facts}>
            {notes.toReversed().map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
          </ul>
        </details>
      )}
      {aws.length > 0 && (
        <details className="mt-1 text-xs text-ink-2">
          <summary className="cursor-pointer">AWS’s own detection found {aws.length}</summary>
          <ul className={styles.facts}>
            {aws.map(({ id, service, usage, excess, firstDay, lastDay }) => (
              <li key={id}>
                {serviceWord(service ?? "one service")} {signed(excess, "USD")},{" "}
                {lastDay === null || lastDay === firstDay
                  ? dayWord(firstDay)
                  : `${dayWord(firstDay)} to ${dayWord(lastDay)}`}
                {usage !== null && `, ${usage}`}
              </li>
            ))}
          </ul>
        </details>
      )}
      {learning > 0 && (
        <p className="mt-1 text-xs text-ink-3">
          {plural(learning, "service")} cannot be judged yet: too few days are known.
        </p>
      )}
    </section>
  );
}

function textOf({ text, mark, markedBy, final }: WireAnomaly): string {
  const said = mark === null ? "" : ` ${capital(markWords[mark])}${markedBy === null ? "" : ` by ${markedBy}`}.`;
  return `${text}${final ? "" : " Not final yet."}${said}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What runs above the usual within the hour, days before the bill says so. */
function Jumps({ now }: { readonly now: readonly Now[] }) {
  const jumps = now.filter(({ state }) => state === "jump");
  if (jumps.length === 0) return null;
  return (
    <div className="note mb-3 bg-ember-wash" role="status">
      {jumps.map(({ account, text }) => (
        <div key={account.id}>
          <StateWord state="warn" word={`${account.name} runs above the usual`} />
          <p className="mid">{text}</p>
        </div>
      ))}
    </div>
  );
}
