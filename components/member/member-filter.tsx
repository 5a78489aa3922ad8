"use client";

import { useEffect, useState } from "react";
import { RoleOptions } from "@/components/access/role-options";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { ROLES, type Role } from "@/domain/access/permission";
import type { MEMBER_STATES } from "@/domain/member/input";

type State = (typeof MEMBER_STATES)[number];
type Filter = { q: string; role?: Role | undefined; state?: State | undefined };
type Patch = { q?: string | null; role?: Role | null; state?: State | null; page?: number | null };

const PAUSE_MS = 200;

export function MemberFilter({
  filter,
  isFiltered,
  setFilter,
}: {
  filter: Filter;
  isFiltered: boolean;
  setFilter: (patch: Patch | null) => Promise<unknown>;
}) {
  const [typed, setTyped] = useState(filter.q);
  useEffect(() => setTyped(filter.q), [filter.q]);
  useEffect(() => {
    if (typed === filter.q) return;
    const timer = setTimeout(() => void setFilter({ q: typed || null, page: null }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, filter.q, setFilter]);
  return (
    <search className="mb-6 grid items-end gap-3 wide:grid-cols-[minmax(200px,280px)_180px_150px_auto] wide:justify-start">
      <Field label="Search">
        <Input
          type="search"
          value={typed}
          placeholder="Name or email address"
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <Field label="Role">
        <Select
          value={filter.role ?? ""}
          onChange={(event) =>
            void setFilter({ role: ROLES.find((r) => r === event.target.value) ?? null, page: null })
          }
        >
          <option value="">Any role</option>
          <RoleOptions />
        </Select>
      </Field>
      <Field label="State">
        <Select
          value={filter.state ?? ""}
          onChange={(event) => void setFilter({ state: stateOf(event.target.value), page: null })}
        >
          <option value="">Any state</option>
          <option value="active">Active</option>
          <option value="deactivated">Deactivated</option>
        </Select>
      </Field>
      {isFiltered ? (
        <Button tone="quiet" onClick={() => void setFilter(null)}>
          Clear
        </Button>
      ) : null}
    </search>
  );
}

const stateOf = (text: string): State | null => (text === "active" || text === "deactivated" ? text : null);
