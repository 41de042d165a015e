"use client";

import { ExternalLink, X } from "lucide-react";
import type { ReactNode } from "react";
import { useAccounts } from "@/components/data/use-accounts";
import { useResource } from "@/components/data/use-resource";
import { ProblemNote } from "@/components/plan/problem-note";
import type { useOpenPlan } from "@/components/plan/use-open-plan";
import { CopyButton } from "@/components/ui/copy-button";
import { Drawer } from "@/components/ui/dialog";
import { Key } from "@/components/ui/key";
import { Skeleton } from "@/components/ui/skeleton";
import type { WireResourceDetail } from "@/server/contract/resources";
import { consoleUrl } from "./detail-words";
import { ResourceDetail } from "./resource-detail";
import styles from "./resources.module.css";

interface Props {
  readonly id: string;
  /** Over the whole screen instead of beside the table. */
  readonly narrow: boolean;
  readonly onClose: () => void;
  readonly plan: ReturnType<typeof useOpenPlan>;
}

/** One resource, beside the table it was chosen from. */
export function ResourceDrawer({ id, narrow, onClose, plan }: Props) {
  const { data, error } = useResource(id);
  const resource = data?.id === id ? data : undefined;
  const title = resource?.name ?? "Reading the resource";
  const body = (
    <>
      <ProblemNote error={error} />
      {resource && <ResourceDetail resource={resource} plan={plan} />}
      {!resource && !error && <Waiting />}
    </>
  );
  if (narrow) {
    return (
      <Drawer open onOpenChange={(open) => open || onClose()} title={title}>
        {resource && (
          <div className="row -mt-2 mb-2 -ml-2.5">
            <Links resource={resource} />
          </div>
        )}
        {body}
      </Drawer>
    );
  }
  return (
    <aside className={`drawer ${styles.drawer}`} aria-label={title}>
      <div className="row">
        <h2 className="cut text-lg" title={title}>
          {title}
        </h2>
        <span className="sp" />
        {resource && <Links resource={resource} />}
        <Key variant="gho" size="sm" className="px-1.5!" aria-label="Close" onClick={onClose}>
          <X size={16} strokeWidth={1.5} aria-hidden="true" />
        </Key>
      </div>
      {body}
    </aside>
  );
}

function Links({ resource }: { readonly resource: WireResourceDetail }): ReactNode {
  const accounts = useAccounts().data?.items;
  const sandbox = accounts?.find((account) => account.id === resource.accountId)?.credentials.type === "sandbox";
  // A resource of the sandbox is in no console.
  const url = sandbox || !accounts ? null : consoleUrl(resource.arn);
  return (
    <>
      <CopyButton label="ARN" text={resource.arn} />
      {url && (
        <a className="key gho sm" href={url} target="_blank" rel="noreferrer">
          <ExternalLink size={14} strokeWidth={1.5} aria-hidden="true" />
          Console<span className="sr-only">, opens AWS in a new tab</span>
        </a>
      )}
    </>
  );
}

function Waiting() {
  return (
    <div className="mt-2 flex flex-col gap-4" role="status">
      <span className="sr-only">Reading the resource</span>
      <Skeleton className="h-5 w-64" />
      <Skeleton className="h-14 w-full rounded-key" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-24 w-full" />
    </div>
  );
}
