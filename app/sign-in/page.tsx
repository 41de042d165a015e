import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Doorway } from "@/components/access/doorway";
import { safeNext } from "@/components/access/safe-next";
import { SignInForm } from "@/components/access/sign-in-form";
import { needsSetup, pageContext } from "@/server/http/page";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = safeNext((await searchParams).next);
  if (await pageContext()) redirect(next);
  if (await needsSetup()) redirect("/setup");
  return (
    <Doorway title="Sign in" lede="See what is on, and put it out.">
      <SignInForm next={next} />
    </Doorway>
  );
}
