import type { Group, GroupInput } from "../core/account";
import { RefusalError } from "../core/fault";
import type { Filter } from "../core/filter";
import type { GroupStore } from "../usecases/ports";
import { appendAudit } from "./audit";
import { type Database, isUniqueViolation } from "./database";
import type { GroupModel } from "./generated/sqlite/models";

export function groupStore(db: Database): GroupStore {
  return {
    list: async () => {
      const rows = await db.client.group.findMany();
      // Sorted here: the locale of a Postgres server would sort them its own way.
      return rows.map(groupOf).sort((one, other) => (one.name < other.name ? -1 : 1));
    },

    create: (group, audit) =>
      refusingTakenName(group.name, () =>
        db.transact(async (tx) => {
          await tx.client.group.create({ data: rowOf(group) });
          await appendAudit(tx, [audit]);
        }),
      ),

    update: (id, change, at, audit) =>
      refusingTakenName(change.name ?? "", () =>
        db.transact(async (tx) => {
          const data = { ...columnsOf(change), updatedAt: at };
          const [row] = await tx.client.group.updateManyAndReturn({ where: { id }, data });
          if (!row) return null;
          await appendAudit(tx, [audit]);
          return groupOf(row);
        }),
      ),

    remove: (id, audit) =>
      db.transact(async (tx) => {
        const { count } = await tx.client.group.deleteMany({ where: { id } });
        if (count > 0) await appendAudit(tx, [audit]);
        return count > 0;
      }),
  };
}

async function refusingTakenName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new RefusalError("conflict", `There is a group named ${name} already; choose another name`, [
      { pointer: "/name", detail: "is taken" },
    ]);
  }
}

function rowOf({ protected: isProtected, filter, options, ...group }: Group): GroupModel {
  return { ...group, filter: JSON.stringify(filter), options: JSON.stringify(options), isProtected };
}

function columnsOf(change: Partial<GroupInput>) {
  return {
    ...(change.name !== undefined && { name: change.name }),
    ...(change.filter !== undefined && { filter: JSON.stringify(change.filter) }),
    ...(change.origin !== undefined && { origin: change.origin }),
    ...(change.protected !== undefined && { isProtected: change.protected }),
    ...(change.guard !== undefined && { guard: change.guard }),
    ...(change.awakeUntil !== undefined && { awakeUntil: change.awakeUntil }),
    ...(change.options !== undefined && { options: JSON.stringify(change.options) }),
  };
}

function groupOf({ isProtected, ...row }: GroupModel): Group {
  return {
    ...row,
    filter: JSON.parse(row.filter) as Filter,
    options: JSON.parse(row.options) as Group["options"],
    origin: row.origin as Group["origin"],
    guard: row.guard as Group["guard"],
    protected: isProtected,
  };
}
