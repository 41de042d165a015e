"use client";

import { type FormEvent, useState } from "react";
import { useRights } from "@/components/access/use-rights";
import { useExportLogs, useLogExports } from "@/components/data/use-log-exports";
import { ProblemNote } from "@/components/plan/problem-note";
import { Time } from "@/components/ui/clock";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Key } from "@/components/ui/key";
import type { WireLogExport } from "@/server/contract/log-exports";
import type { WireResourceDetail } from "@/server/contract/resources";
import { bucketPolicy } from "@/server/core/log-export";
import styles from "./resources.module.css";

type Resource = Pick<WireResourceDetail, "id" | "name" | "region" | "arn">;

/** What must stay goes to a bucket before somebody shortens the retention: AWS deletes what is older for good. */
export function ExportLogs({ resource }: { readonly resource: Resource }) {
  const { mayOperate } = useRights();
  const [open, setOpen] = useState(false);
  const exports = useLogExports(resource.id).data?.items ?? [];
  return (
    <section aria-labelledby="exports">
      <h3 id="exports">Exports to S3</h3>
      {exports.length === 0 && <p className="dim">Nothing of it was exported by Standby.</p>}
      <dl className={`kv ${styles.two}`}>
        {exports.map((one) => (
          <div key={one.id}>
            <dt>
              <Time at={one.askedAt} form="date" />
            </dt>
            <dd className="wrap-anywhere">
              {stateText(one)}
              <small className="block text-ink-3">
                s3://{one.bucket}/{one.prefix}
                {one.fault && `. ${one.fault.remedy}`}
              </small>
            </dd>
          </div>
        ))}
      </dl>
      {mayOperate && (
        <Key size="sm" variant="gho" className="-ml-2.5" onClick={() => setOpen(true)}>
          Export to S3
        </Key>
      )}
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Export ${resource.name}`}
        description="AWS copies all stored events to the bucket, one log group at a time. Nothing is deleted, and the bill stays: shorten the retention afterwards."
      >
        <ExportForm resource={resource} onClose={() => setOpen(false)} />
      </Dialog>
    </section>
  );
}

export function stateText({ state, fault }: Pick<WireLogExport, "state" | "fault">): string {
  switch (state) {
    case "waiting":
      return "Waits for its turn";
    case "running":
      return "AWS is at it";
    case "done":
      return "Done";
    case "failed":
      return `Failed: ${fault?.reason ?? "AWS gave no reason"}`;
  }
}

function ExportForm({ resource, onClose }: { readonly resource: Resource; readonly onClose: () => void }) {
  const send = useExportLogs();
  const [bucket, setBucket] = useState("");
  const [checked, setChecked] = useState(false);
  const given = bucket.trim();
  const awsAccountId = resource.arn.split(":")[4] ?? "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (given !== "") send.mutate({ resourceId: resource.id, bucket: given }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <Field
        label="Bucket"
        value={bucket}
        maxLength={63}
        autoComplete="off"
        spellCheck={false}
        hint={`In ${resource.region}, and with a policy that lets CloudWatch Logs write to it.`}
        error={checked && given === "" ? "Name a bucket." : null}
        onChange={(event) => setBucket(event.target.value)}
      />
      {given !== "" && (
        <p className="mid">
          The policy that it needs <CopyButton text={bucketPolicy(given, resource.region, awsAccountId)} label="Copy" />
        </p>
      )}
      <ProblemNote error={send.error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Key variant="gho" onClick={onClose}>
          Cancel
        </Key>
        <Key type="submit" variant="pri" busy={send.isPending}>
          Export
        </Key>
      </div>
    </form>
  );
}
