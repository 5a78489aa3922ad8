import { type ReactNode, Suspense } from "react";

/**
 * A part of a long page that comes alive by itself, after what stands above it: the browser takes it up in a task of its own
 * and answers in between, and at once where somebody clicks.
 */
export const Apart = ({ children }: { children: ReactNode }) => <Suspense>{children}</Suspense>;
