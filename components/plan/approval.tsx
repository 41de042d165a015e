"use client";

import { useSyncExternalStore } from "react";
import { useApprovePlan } from "@/components/data/use-approve-plan";
import { useMe } from "@/components/data/use-me";
import { Time } from "@/components/ui/clock";
import { CopyButton } from "@/components/ui/copy-button";
import { Key } from "@/components/ui/key";
import { StateGlyph, StateWord } from "@/components/ui/state";
import type { WirePlan } from "@/server/contract/plans";
import { sentence } from "./names";
import { ProblemNote } from "./problem-note";

/** The plan takes what is protected, and nobody but its author has looked at it yet. */
export function AskApproval({ plan }: { readonly plan: WirePlan }) {
  const me = useMe().data;
  const isAuthor = me?.id === plan.createdById;
  return (
    <section aria-labelledby="approval">
      <h2 id="approval" className="st protected mb-1.5 text-base">
        <StateGlyph state="protected" />A second person has to approve
      </h2>
      <p className="mid">
        {sentence(plan.confirm.reason)} {isAuthor ? "You" : plan.createdBy} asked at <Time at={plan.createdAt} />.
      </p>
      {isAuthor ? <Waiting plan={plan} /> : <Decide plan={plan} viewer={me?.role === "viewer"} />}
    </section>
  );
}

/** For the author: the link to hand on. The page follows by itself once somebody has said yes. */
function Waiting({ plan }: { readonly plan: WirePlan }) {
  const link = usePlanLink(plan.id);
  return (
    <>
      <p className="mid mt-1.5">
        Give this link to another operator or admin, before <Time at={plan.expiresAt} />. When they have approved, you
        can stop it here.
      </p>
      <div className="mt-2.5 flex items-center gap-2">
        <input
          className="inp sm min-w-0 flex-1"
          readOnly
          value={link}
          aria-label="Link to this plan"
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton label="Copy link" text={link} variant="sec" />
      </div>
      <p role="status" className="dim mt-2 text-xs">
        Nobody has approved yet.
      </p>
    </>
  );
}

function Decide({ plan, viewer }: { readonly plan: WirePlan; readonly viewer: boolean }) {
  const approve = useApprovePlan();
  if (viewer) return <p className="mid mt-1.5">Your role sees plans. An operator or an admin can approve this one.</p>;
  return (
    <>
      <p className="mid mt-1.5">
        Look through what stops. Approving sends nothing to AWS; your name is kept with the plan. Then you or{" "}
        {plan.createdBy} can stop it here.
      </p>
      <Key
        variant="pri"
        size="lg"
        className="mt-2.5 w-full"
        busy={approve.isPending}
        onClick={() => approve.mutate(plan.id)}
      >
        Approve
      </Key>
      <ProblemNote error={approve.error} />
    </>
  );
}

/** Who has said yes, and when. */
export function Approved({ approval }: { readonly approval: NonNullable<WirePlan["approval"]> }) {
  return (
    <p className="mb-2" role="status">
      <StateWord state="verified" word={`Approved by ${approval.by}`} /> <Time at={approval.at} className="mid" />
    </p>
  );
}

const never = () => () => {};

/** The address is the browser's: the server does not know under which name it is reached. */
function usePlanLink(id: string): string {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
  return `${origin}/plans/${id}`;
}
