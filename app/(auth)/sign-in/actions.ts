"use server";

import { redirect } from "next/navigation";
import { AuthError } from "next-auth";
import { returnPath } from "@/domain/access/return-path";
import { signIn } from "@/server/auth/next-auth";

/** Sends the browser to an identity provider; it comes back to /api/auth/callback and from there to where it wanted to go. */
export async function signInThrough(form: FormData): Promise<void> {
  const provider = form.get("provider");
  try {
    await signIn(typeof provider === "string" ? provider : "", { redirectTo: returnPath(form.get("next")) });
  } catch (error) {
    if (error instanceof AuthError) redirect("/sign-in?refused=failed");
    throw error; // the redirect itself
  }
}
