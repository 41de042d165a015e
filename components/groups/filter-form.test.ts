import { describe, expect, it } from "vitest";
import { filterSchema } from "@/server/core/filter";
import { filterOf, filterWords, textOf } from "./filter-form";

describe("the form of a group", () => {
  it("gives back what it was given", () => {
    const filter = { tags: ["env=dev", "list=a,b"], names: ["web-*"], regions: ["eu-central-1"] };
    expect(filterOf(textOf(filter), filter)).toEqual(filter);
  });

  it("keeps what it does not show", () => {
    const before = { tags: ["env=dev"], ids: ["res_1"], exclude: { names: ["keep-*"] } };
    expect(filterOf({ tags: "env=test", names: "", kinds: "", regions: "" }, before)).toEqual({
      tags: ["env=test"],
      ids: ["res_1"],
      exclude: { names: ["keep-*"] },
    });
  });

  it("makes a filter that the server takes", () => {
    const filter = filterOf({ tags: " env=dev \n\nteam", names: "a*, b*,a*", kinds: "ec2.instance", regions: "" });
    expect(filterSchema.parse(filter)).toEqual({
      tags: ["env=dev", "team"],
      names: ["a*", "b*"],
      kinds: ["ec2.instance"],
    });
  });
});

describe("filterWords", () => {
  it("says what a group is", () => {
    expect(filterWords({ tags: ["env=dev"], names: ["web-*"], regions: ["eu-central-1"] })).toBe(
      "env=dev, named web-*, in eu-central-1",
    );
    expect(filterWords({})).toBe("everything");
    expect(filterWords({ ids: ["a", "b"], exclude: { names: ["x"] } })).toBe("2 chosen by hand, with exceptions");
  });
});
