import { expect, test } from "vitest";
import type { TerraformAddress, TerraformState } from "../core/terraform";
import * as make from "./store-fixtures";
import type { Bench } from "./store-suite";

/** What is kept of states of Terraform: the newest of each lineage, and nothing of those that were taken away. */

type Kept = Omit<TerraformState, "resources">;

function state(change: Partial<Kept> = {}): Kept {
  const own = { id: "tfs_1", accountId: "acc_1", name: "prod", lineage: "l-1", serial: 7 };
  return { ...own, importedAt: make.noon, importedBy: "Ana", ...change };
}

function instance(name: string): TerraformAddress {
  const id = `i-${name}`;
  return {
    address: `aws_instance.${name}`,
    type: "aws_instance",
    id,
    arn: `arn:aws:ec2:eu-central-1:1:instance/${id}`,
  };
}

const bucket = { address: "module.a.aws_s3_bucket.logs", type: "aws_s3_bucket", id: "logs", arn: "" };

export function describeTerraform(get: () => Bench): void {
  test("come back with the number of their resources, by name, with an audit row of each import", async () => {
    const { terraform, audit } = get().store;
    const first = await terraform.keep(state(), [instance("a"), bucket], make.audit());
    expect(first).toEqual({ kept: { ...state(), resources: 2 } });
    await terraform.keep(state({ id: "tfs_2", name: "dev", lineage: "l-2" }), [], make.audit());
    expect((await terraform.list()).map(({ name, resources }) => [name, resources])).toEqual([
      ["dev", 0],
      ["prod", 2],
    ]);
    expect((await audit.list(10)).map(({ subject }) => subject)).toEqual(["tfs_2", "tfs_1"]);
  });

  test("the same or a higher serial of a lineage takes the place of what was there; a lower one changes nothing", async () => {
    const { terraform, audit } = get().store;
    await terraform.keep(state(), [instance("a"), bucket], make.audit());
    const again = await terraform.keep(state({ id: "tfs_2", name: "production" }), [instance("b")], make.audit());
    expect(again).toEqual({ kept: { ...state({ name: "production" }), resources: 1 } });
    const higher = state({ id: "tfs_3", serial: 9, importedAt: make.after(5) });
    await terraform.keep(higher, [instance("c")], make.audit());
    const lower = await terraform.keep(state({ id: "tfs_4", serial: 8 }), [bucket], make.audit());
    expect(lower).toEqual({ newer: { ...higher, id: "tfs_1", resources: 1 } });
    expect(await terraform.list()).toEqual([{ ...higher, id: "tfs_1", resources: 1 }]);
    expect(await terraform.managed(["acc_1"], ["aws_instance", "aws_s3_bucket"])).toEqual([
      { accountId: "acc_1", state: "prod", ...instance("c") },
    ]);
    expect(await audit.list(10)).toHaveLength(3);
  });

  test("the same lineage of another account is another one, and only what is asked for is answered", async () => {
    const { terraform } = get().store;
    await terraform.keep(state(), [instance("a"), bucket], make.audit());
    await terraform.keep(state({ id: "tfs_2", accountId: "acc_2" }), [instance("b")], make.audit());
    const ids = async (...asked: Parameters<typeof terraform.managed>) =>
      (await terraform.managed(...asked)).map(({ id }) => id);
    expect(await ids(["acc_1"], ["aws_instance"])).toEqual(["i-a"]);
    expect(await ids(["acc_1", "acc_2"], ["aws_instance"])).toEqual(["i-a", "i-b"]);
    expect(await ids(["acc_1"], ["aws_s3_bucket"])).toEqual(["logs"]);
    expect(await ids([], ["aws_instance"])).toEqual([]);
    expect(await ids(["acc_1"], [])).toEqual([]);
  });

  test("of many imports of one lineage at once, the highest serial stays with its own addresses", async () => {
    const { store, other } = get();
    const serials = [3, 9, 1, 8, 5, 2];
    await Promise.all(
      serials.map((serial, index) =>
        (index % 2 ? store : other).terraform.keep(
          state({ id: `tfs_${serial}`, serial }),
          [instance(`only-${serial}`)],
          make.audit(),
        ),
      ),
    );
    expect((await store.terraform.list()).map(({ serial, resources }) => [serial, resources])).toEqual([[9, 1]]);
    expect((await store.terraform.managed(["acc_1"], ["aws_instance"])).map(({ id }) => id)).toEqual(["i-only-9"]);
  });

  test("one that is removed takes its addresses along, once", async () => {
    const { terraform, audit } = get().store;
    await terraform.keep(state(), [instance("a")], make.audit());
    expect(await terraform.remove("tfs_1", make.audit())).toBe(true);
    expect(await terraform.remove("tfs_1", make.audit())).toBe(false);
    expect(await terraform.list()).toEqual([]);
    expect(await terraform.managed(["acc_1"], ["aws_instance"])).toEqual([]);
    expect(await audit.list(10)).toHaveLength(2);
  });
}
