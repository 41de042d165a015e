"use client";

import { AlarmClock } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useRights } from "@/components/access/use-rights";
import { useDeleteGroup } from "@/components/data/use-delete-group";
import { useGroups } from "@/components/data/use-groups";
import { useUpdateGroup } from "@/components/data/use-update-group";
import { ProblemNote } from "@/components/plan/problem-note";
import { useNow, useZone } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { Empty } from "@/components/ui/empty";
import { plural } from "@/components/ui/format";
import { Key } from "@/components/ui/key";
import { StateWord } from "@/components/ui/state";
import { WhatIfDialog } from "@/components/what-if/what-if-dialog";
import type { WireGroup } from "@/server/contract/groups";
import { AwakeDialog } from "./awake-dialog";
import { awakeWords, isAwake } from "./awake-times";
import { filterWords } from "./filter-form";
import { GroupDialog } from "./group-dialog";
import { guardWords } from "./guard-words";

/** The groups: saved filters that stand for environments. */
export function GroupsScreen() {
  const { data, error } = useGroups();
  const update = useUpdateGroup();
  const { mayAdminister } = useRights();
  const [editing, setEditing] = useState<WireGroup | "new" | null>(null);
  const [waking, setWaking] = useState<WireGroup | null>(null);
  const [asking, setAsking] = useState<WireGroup | null>(null);
  const [removing, setRemoving] = useState<WireGroup | null>(null);
  const groups = data?.items ?? [];

  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>Groups</h1>
          <p>A group is a saved filter that stands for an environment. On the overview it is a house.</p>
        </div>
        <Key variant="pri" reason={mayAdminister ? null : "Admins make groups"} onClick={() => setEditing("new")}>
          Make a group
        </Key>
      </div>
      <ProblemNote error={error ?? update.error} />
      {data && groups.length === 0 && (
        <Empty
          title="No group yet"
          action={
            mayAdminister && (
              <Key variant="lamp" onClick={() => setEditing("new")}>
                Make a group
              </Key>
            )
          }
        >
          A reading proposes groups from the tags it finds. None of the tags looked like an environment, so make one
          here.
        </Empty>
      )}
      {groups.length > 0 && (
        <ul className="list cards">
          {groups.map((group) => (
            <li key={group.id}>
              <div className="min-w-0">
                <h2 className="flex flex-wrap items-center gap-x-3">
                  <Link href={`/resources?group=${encodeURIComponent(group.name)}`}>{group.name}</Link>
                  {group.protected && <StateWord state="protected" className="text-xs" />}
                </h2>
                <p className="text-ink-2 wrap-anywhere">{filterWords(group.filter)}</p>
                <small className="block">
                  {plural(group.resources, "resource")}, {guardWords(group.guard)}
                  {group.origin === "scan" && ", proposed by a reading"}
                </small>
                <Awake group={group} />
                <Key
                  size="sm"
                  variant="gho"
                  className="mt-1 -ml-2"
                  aria-label={`What would a schedule save of ${group.name}?`}
                  onClick={() => setAsking(group)}
                >
                  What would a schedule save?
                </Key>
              </div>
              {mayAdminister && (
                <div className="flex items-center gap-2 max-sm:flex-wrap">
                  <Key
                    size="sm"
                    variant="gho"
                    busy={update.isPending}
                    aria-label={`${group.protected ? "Stop protecting" : "Protect"} ${group.name}`}
                    onClick={() => update.mutate({ id: group.id, change: { protected: !group.protected } })}
                  >
                    {group.protected ? "Stop protecting" : "Protect"}
                  </Key>
                  <Key size="sm" variant="gho" aria-label={`Keep ${group.name} awake`} onClick={() => setWaking(group)}>
                    Keep awake
                  </Key>
                  <Key size="sm" aria-label={`Edit ${group.name}`} onClick={() => setEditing(group)}>
                    Edit
                  </Key>
                  <Key size="sm" variant="gho" aria-label={`Remove ${group.name}`} onClick={() => setRemoving(group)}>
                    Remove
                  </Key>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <GroupDialog editing={editing} onClose={() => setEditing(null)} />
      <WhatIfDialog group={asking} onClose={() => setAsking(null)} />
      <AwakeDialog group={waking} onClose={() => setWaking(null)} />
      <RemoveDialog group={removing} onClose={() => setRemoving(null)} />
    </div>
  );
}

/** While the guard leaves the group alone, and until when. */
function Awake({ group }: { group: WireGroup }) {
  const zone = useZone();
  const now = useNow(group.updatedAt);
  if (!isAwake(group.awakeUntil, now)) return null;
  return (
    <p className="row mt-0.5 gap-1.5!">
      <AlarmClock size={14} strokeWidth={1.5} className="flex-none text-ink-2" aria-hidden="true" />
      Kept awake {awakeWords(group.awakeUntil, now, zone)}
    </p>
  );
}

function RemoveDialog({ group, onClose }: { group: WireGroup | null; onClose: () => void }) {
  const remove = useDeleteGroup();
  return (
    <Dialog
      open={group !== null}
      onOpenChange={(open) => !open && onClose()}
      title={group ? `Remove the group ${group.name}` : "Remove"}
      footer={
        <>
          <Key variant="gho" onClick={onClose}>
            Keep it
          </Key>
          <Key
            variant="pri"
            busy={remove.isPending}
            onClick={() => group && remove.mutate(group.id, { onSuccess: onClose })}
          >
            Remove
          </Key>
        </>
      }
    >
      <p>
        {group?.resources === 1 ? "Its resource stays" : `Its ${plural(group?.resources ?? 0, "resource")} stay`} as
        they are, and what is paused stays paused. Only the house goes.
        {group?.protected && " Its protection goes too."}
      </p>
      <ProblemNote error={remove.error} />
    </Dialog>
  );
}
