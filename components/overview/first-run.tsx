"use client";

import { Check } from "lucide-react";
import { useState } from "react";
import { useRights } from "@/components/access/use-rights";
import { ConnectDialog, type CredentialKind } from "@/components/accounts/connect-dialog";
import { useCreateAccount } from "@/components/data/use-create-account";
import { ProblemNote } from "@/components/plan/problem-note";
import { House, HouseWalls } from "@/components/ui/house";
import { Key } from "@/components/ui/key";
import { StateGlyph } from "@/components/ui/state";
import { sampleHouse } from "./sample-house";
import { Street } from "./street";

const steps = [
  ["Create a role that Standby may assume", "3 min"],
  ["Give its ARN, and the regions to look at", "1 min"],
  ["First reading, then choose your environments", "4 min"],
] as const;

const sights = [
  "Stop dev and watch every step",
  "See what still bills while it is paused",
  "Start it again and read the proof",
];

/** Nothing is connected: what Standby will show, and the two ways to begin. */
export function FirstRun({ name }: { name: string | null }) {
  const { mayAdminister } = useRights();
  const create = useCreateAccount();
  const reason = mayAdminister ? null : "Admins connect accounts";
  const [connecting, setConnecting] = useState<CredentialKind | null>(null);
  return (
    <>
      <Street label="Welcome">
        <div className="first">
          <div className="pb-16">
            {name && <p className="lede">{name}, you are signed in.</p>}
            <h1>No account is connected yet.</h1>
            <p>
              Each window will be one resource. Lit means it runs and costs money. Dark means it is paused and can come
              back exactly.
            </p>
          </div>
          <div className="first-houses" aria-hidden="true">
            <HouseWalls panes={24} columns={6} />
            <HouseWalls panes={48} columns={8} lit={19} />
            <HouseWalls panes={15} columns={5} />
          </div>
        </div>
      </Street>
      <section className="ways" aria-label="Two ways to begin">
        <div className="way-sandbox">
          <div className="p-7">
            <h2>Look around in the sandbox</h2>
            <p className="max-w-[46ch] text-base text-ink-2">
              A built-in account with several environments. It behaves like AWS, with failures too. No credentials, no
              bill.
            </p>
            <ul>
              {sights.map((sight) => (
                <li key={sight}>
                  <Check size={16} strokeWidth={1.5} aria-hidden="true" />
                  {sight}
                </li>
              ))}
            </ul>
            <Key
              variant="lamp"
              size="lg"
              reason={reason}
              busy={create.isPending}
              onClick={() => create.mutate({ name: "Sandbox", credentials: { type: "sandbox" } })}
            >
              <StateGlyph state="running" />
              {create.isPending ? "Opening" : "Open the sandbox"}
            </Key>
            <ProblemNote error={create.error} />
          </div>
          <div className="way-picture street" aria-hidden="true" inert>
            <House label="A house of the sandbox" panes={sampleHouse} columns={8} />
          </div>
        </div>
        <div className="py-7">
          <h2>Connect an AWS account</h2>
          <p className="max-w-[52ch] text-base text-ink-2">
            Three steps, about 8 minutes. Reading changes nothing, and every stop shows its plan before anything is
            sent.
          </p>
          <ol>
            {steps.map(([step, time], index) => (
              <li key={step}>
                <span className="dim b" aria-hidden="true">
                  {index + 1}
                </span>
                <span>{step}</span>
                <span className="dim">{time}</span>
              </li>
            ))}
          </ol>
          <div className="flex flex-wrap gap-2">
            <Key size="lg" disabled={!mayAdminister} onClick={() => setConnecting("role")}>
              Connect an account
            </Key>
            <Key variant="gho" size="lg" disabled={!mayAdminister} onClick={() => setConnecting("environment")}>
              Use local credentials
            </Key>
          </div>
        </div>
      </section>
      <p className="pad pt-7 pb-10 text-ink-3">Standby talks to AWS from your own network, and to nobody else.</p>
      <ConnectDialog kind={connecting} onClose={() => setConnecting(null)} />
    </>
  );
}
