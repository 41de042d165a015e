"use client";

import Link from "next/link";
import type { useOpenPlan } from "@/components/plan/use-open-plan";
import { Tag } from "@/components/ui/chip";
import { Time } from "@/components/ui/clock";
import { CopyButton } from "@/components/ui/copy-button";
import { formatDuration, plural } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { StateWord } from "@/components/ui/state";
import type { WireResourceDetail } from "@/server/contract/resources";
import {
  comesBackText,
  driftText,
  historyText,
  lineNote,
  managerText,
  priceText,
  relationsBy,
  toolWord,
  wakesText,
} from "./detail-words";
import { DownloadHold } from "./download-hold";
import { EndHold } from "./end-hold";
import { ExportLogs } from "./export-logs";
import { ResourceRocker } from "./resource-rocker";
import styles from "./resources.module.css";

interface Props {
  readonly resource: WireResourceDetail;
  readonly plan: ReturnType<typeof useOpenPlan>;
}

/** Everything that is known of one resource, in the order in which it is asked. */
export function ResourceDetail({ resource, plan }: Props) {
  return (
    <div className={styles.detail}>
      <p className={`mid ${styles.facts}`}>
        <StateWord state={resource.protected ? "protected" : resource.state} />
        <span>{resource.kind}</span>
        <span>{resource.region}</span>
        <span>{resource.groups.length > 0 ? `group ${resource.groups.join(", ")}` : "in no group"}</span>
      </p>
      <ResourceRocker resource={resource} plan={plan} />
      {resource.reason !== "" && <p className="mid mt-2">{resource.reason}</p>}
      {resource.remedy !== "" && <p className="mid mt-1">{resource.remedy}</p>}
      {resource.idle && (
        <p className="mid mt-2">
          {resource.idle.text}. <span className="dim">By CloudWatch, </span>
          <Time at={resource.idle.readAt} form="date" />.
        </p>
      )}
      <Costs resource={resource} />
      <IfStopped resource={resource} />
      <ManagedBy managers={resource.managedBy} />
      <LastRestore resource={resource} />
      {resource.kind === "logs.logGroup" && <ExportLogs resource={resource} />}
      <History resource={resource} />
      <Tags tags={resource.tags} />
      <Saved resource={resource} />
      <EndedHold resource={resource} />
      <p className="dim mt-4 text-xs wrap-anywhere">
        Seen <Time at={resource.seenAt} form="date" /> as {resource.saw}. Account {resource.account},{" "}
        {resource.nativeId}.
      </p>
    </div>
  );
}

function Costs({ resource }: { readonly resource: WireResourceDetail }) {
  return (
    <section aria-labelledby="costs">
      <h3 id="costs">What it costs</h3>
      <dl className={`kv ${styles.three}`}>
        {resource.lines.map((line) => (
          <div key={`${line.label} ${line.note}`}>
            <dt>{line.label}</dt>
            <dd className="mid">
              {lineNote(line)}
              <small>{priceText(line)}</small>
            </dd>
            <dd className="r">
              <Money value={line.hourly} digits={4} />
            </dd>
          </div>
        ))}
        <div>
          <dt className="b">Now, an hour</dt>
          <dd className="dim">{resource.unpriced > 0 && `${plural(resource.unpriced, "line")} without a price`}</dd>
          <dd className="r b">
            <Money value={resource.hourlyNow} digits={4} />
          </dd>
        </div>
      </dl>
    </section>
  );
}

function IfStopped({ resource }: { readonly resource: WireResourceDetail }) {
  const wakes = wakesText(resource.wakesItselfAfterHours);
  return (
    <section aria-labelledby="if-stopped">
      <h3 id="if-stopped">{resource.action === "resume" ? "If you start it" : "If you stop it"}</h3>
      <dl className={`kv ${styles.two}`}>
        <div>
          <dt>Comes back</dt>
          <dd>{comesBackText(resource)}</dd>
        </div>
        {wakes !== null && (
          <div>
            <dt>AWS wakes it</dt>
            <dd>{wakes}</dd>
          </div>
        )}
        {relationsBy(resource.relations).map((group) => (
          <div key={group.label}>
            <dt>{group.label}</dt>
            <dd title={group.items.map((one) => `${one.name} (${one.kind})`).join(", ")}>{group.text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What else says what it should be like, and what that shows of a pause. */
function ManagedBy({ managers }: { readonly managers: WireResourceDetail["managedBy"] }) {
  if (managers.length === 0) return null;
  return (
    <section aria-labelledby="managed-by">
      <h3 id="managed-by">Managed by</h3>
      <dl className={`kv ${styles.two}`}>
        {managers.map((manager) => (
          <div key={`${manager.tool} ${manager.name} ${manager.address ?? ""}`}>
            <dt>{toolWord(manager)}</dt>
            <dd className="wrap-anywhere">
              {managerText(manager)}
              {driftText(manager) !== null && <small>{driftText(manager)}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function LastRestore({ resource }: { readonly resource: WireResourceDetail }) {
  const last = resource.lastRestore;
  if (!last) return null;
  return (
    <section aria-labelledby="last-restore">
      <h3 id="last-restore">Last restore, read back</h3>
      <dl className={`kv ${styles.three}`}>
        <div>
          <dt>{plural(last.attributes, "attribute")}</dt>
          <dd className="mid">
            <Link href={`/operations/${last.operationId}`} prefetch={false}>
              <Time at={last.at} form="date" />
              <span className="sr-only">, the operation</span>
            </Link>
          </dd>
          <dd>
            {last.equal ? (
              <StateWord state="verified" word="all equal" />
            ) : (
              <StateWord state="drifted" word="not equal" />
            )}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function History({ resource }: { readonly resource: WireResourceDetail }) {
  return (
    <section aria-labelledby="history">
      <h3 id="history">History</h3>
      {resource.history.length === 0 && <p className="dim">Standby has never stopped or started it.</p>}
      <ul className={styles.history}>
        {resource.history.map((entry) => (
          <li key={entry.operationId}>
            <Time at={entry.at} form="date" className="mid" />
            <Link href={`/operations/${entry.operationId}`} prefetch={false} title={`Operation ${entry.number}`}>
              {historyText(entry)}
            </Link>
            <span className="dim r">{entry.seconds === null ? "" : formatDuration(entry.seconds)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tags({ tags }: { readonly tags: WireResourceDetail["tags"] }) {
  const all = Object.entries(tags);
  return (
    <section aria-labelledby="tags">
      <h3 id="tags">Tags</h3>
      {all.length === 0 && <p className="dim">None</p>}
      <div className="row flex-wrap gap-[5px]!">
        {all.map(([key, value]) => (
          <Tag key={key}>{value === "" ? key : `${key} = ${value}`}</Tag>
        ))}
      </div>
    </section>
  );
}

/** The configuration that a start will restore, as it was saved. */
function Saved({ resource }: { readonly resource: WireResourceDetail }) {
  if (!resource.hold) return null;
  const json = JSON.stringify(resource.hold.saved, null, 2);
  return (
    <section aria-labelledby="saved">
      <h3 id="saved">Saved configuration</h3>
      <details className={styles.saved}>
        <summary>
          Saved <Time at={resource.hold.createdAt} form="date" />
          {resource.hold.verifiedAt ? ", read back" : ", not read back yet"}
        </summary>
        <div className="row justify-end">
          <CopyButton text={json} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section className={styles.json} tabIndex={0} aria-label="Saved configuration as JSON">
          <pre className="mono">{json}</pre>
        </section>
      </details>
      <div className="row flex-wrap">
        <DownloadHold holdId={resource.hold.id} />
        <EndHold resource={resource} hold={resource.hold} />
      </div>
    </section>
  );
}

/** Somebody let it stay as it is: what was saved of it is still there. */
function EndedHold({ resource }: { readonly resource: WireResourceDetail }) {
  const ended = resource.endedHold;
  if (!ended) return null;
  return (
    <section aria-labelledby="ended-hold">
      <h3 id="ended-hold">Ended hold</h3>
      <p className="mid">
        <Time at={ended.endedAt} form="date" />: {ended.reason}
      </p>
      <DownloadHold holdId={ended.id} />
    </section>
  );
}
