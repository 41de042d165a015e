import type { ManagedAddress, TerraformAddress, TerraformState } from "../core/terraform";
import type { TerraformStore } from "../usecases/ports";
import { appendAudit } from "./audit";
import { insertRows } from "./bulk";
import { type Database, isUniqueViolation, type Tx } from "./database";
import type { Columns } from "./dialect";
import { Prisma } from "./generated/sqlite/client";

const columns: Columns = { stateId: "text", address: "text", type: "text", nativeId: "text", arn: "text" };

const counted = { include: { _count: { select: { addresses: true } } } } as const;
type CountedRow = Prisma.TerraformStateGetPayload<typeof counted>;

export function terraformStore(db: Database): TerraformStore {
  return {
    list: async () => {
      const rows = await db.client.terraformState.findMany(counted);
      // Sorted here: the locale of a Postgres server would sort them its own way.
      return rows.map(stateOf).sort((one, other) => (key(one) < key(other) ? -1 : 1));
    },

    keep: async (state, addresses, audit) => {
      const keep = () =>
        db.transact(async (tx) => {
          const kept = await replaceOrCreate(tx, state, addresses);
          if ("kept" in kept) await appendAudit(tx, [{ ...audit, subject: kept.kept.id }]);
          return kept;
        });
      try {
        return await keep();
      } catch (error) {
        // Somebody else imported the same for the first time, at the same moment.
        if (!isUniqueViolation(error)) throw error;
        return keep();
      }
    },

    remove: (id, audit) =>
      db.transact(async (tx) => {
        await tx.client.terraformAddress.deleteMany({ where: { stateId: id } });
        const { count } = await tx.client.terraformState.deleteMany({ where: { id } });
        if (count > 0) await appendAudit(tx, [audit]);
        return count > 0;
      }),

    managed: async (accountIds, types) => {
      if (accountIds.length === 0 || types.length === 0) return [];
      const { client, dialect } = db;
      return client.$queryRaw<ManagedAddress[]>(Prisma.sql`
        SELECT "s"."accountId", "s"."name" AS "state", "a"."address", "a"."type", "a"."nativeId" AS "id", "a"."arn"
        FROM "TerraformAddress" AS "a" JOIN "TerraformState" AS "s" ON "s"."id" = "a"."stateId"
        WHERE "a"."type" IN ${dialect.list(types)} AND "s"."accountId" IN ${dialect.list(accountIds)}
        ORDER BY "s"."id", "a"."address"`);
    },
  };
}

/** The condition on the serial is the update's own, so that of two imports at once the newer one stays. */
async function replaceOrCreate(
  tx: Tx,
  state: Omit<TerraformState, "resources">,
  addresses: readonly TerraformAddress[],
): Promise<{ readonly kept: TerraformState } | { readonly newer: TerraformState }> {
  const { accountId, lineage, serial } = state;
  const same = { accountId_lineage: { accountId, lineage } };
  const { id: _, ...data } = state;
  const older = { accountId, lineage, serial: { lte: serial } };
  const { count } = await tx.client.terraformState.updateMany({ where: older, data });
  const known = await tx.client.terraformState.findUnique({ where: same, ...counted });
  // Another import made it between the two statements: it is older after all, and the update finds it now.
  if (known && count === 0 && known.serial <= serial) return replaceOrCreate(tx, state, addresses);
  if (known && count === 0) return { newer: stateOf(known) };
  const { id } = known ?? (await tx.client.terraformState.create({ data: state }));
  await tx.client.terraformAddress.deleteMany({ where: { stateId: id } });
  const rows = addresses.map(({ address, type, id: nativeId, arn }) => ({ stateId: id, address, type, nativeId, arn }));
  await insertRows(tx, { table: "TerraformAddress", columns, rows });
  return { kept: { ...state, id, resources: addresses.length } };
}

function stateOf({ _count, ...row }: CountedRow): TerraformState {
  return { ...row, resources: _count.addresses };
}

function key({ name, accountId, id }: TerraformState): string {
  return `${name}\n${accountId}\n${id}`;
}
