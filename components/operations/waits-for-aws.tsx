"use client";

import Link from "next/link";
import { useRights } from "@/components/access/use-rights";
import { useTryNow } from "@/components/data/use-try-now";
import { sentence } from "@/components/plan/names";
import { ProblemNote } from "@/components/plan/problem-note";
import { useZone } from "@/components/ui/clock";
import { formatTime } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { StateGlyph } from "@/components/ui/state";
import styles from "./operations.module.css";
import { nextTryWords, triesWords, type Waiting } from "./waits-words";

/** What AWS cannot do yet: why, how often it was tried, when it is tried next, and the key that does not wait for that. */
export function WaitsForAws({
  id,
  items,
  now,
}: {
  readonly id: string;
  readonly items: readonly Waiting[];
  readonly now: string;
}) {
  const tryNow = useTryNow();
  const { mayOperate } = useRights();
  if (items.length === 0) return null;
  return (
    <section className="mb-4.5" aria-labelledby={id}>
      <div className="hd mb-0.5!">
        <h2 id={id} className="st always text-base">
          <StateGlyph state="alwaysOn" />
          {items.length} {items.length === 1 ? "waits" : "wait"} for AWS
        </h2>
        <small>tried again for as long as it takes</small>
      </div>
      <ul className="list m-0">
        {items.map((item) => (
          <li key={item.resourceId} className={styles.wait}>
            <div className="min-w-0 wrap-anywhere">
              <h3 className="inline font-[550]">{item.name}</h3>{" "}
              <span className="mid">
                {item.kind}, {item.region}
                {item.operation && (
                  <>
                    ,{" "}
                    <Link href={`/operations/${item.operation.id}`} className="decoration-ink-3!">
                      operation {item.operation.number}
                    </Link>
                  </>
                )}
              </span>
              <p>{sentence(item.reason)}</p>
              {item.remedy !== "" && <p className="mid">{sentence(item.remedy)}</p>}
              <p className="mid">
                {triesWords(item, now)} <NextTry at={item.nextTryAt} now={now} />
              </p>
            </div>
            {mayOperate && (
              <Key
                size="sm"
                busy={tryNow.isPending && tryNow.variables === item.resourceId}
                onClick={() => tryNow.mutate(item.resourceId)}
              >
                Try now<span className="sr-only">: {item.name}</span>
              </Key>
            )}
          </li>
        ))}
      </ul>
      <ProblemNote error={tryNow.error} />
    </section>
  );
}

function NextTry({ at, now }: { readonly at: string | null; readonly now: string }) {
  const zone = useZone();
  if (at === null) return "The next try has no time yet.";
  return (
    <time dateTime={at} title={formatTime(at, { zone, form: "full" })}>
      {nextTryWords(at, now, zone)}
    </time>
  );
}
