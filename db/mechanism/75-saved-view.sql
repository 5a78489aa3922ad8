-- A saved view is its owner's until it is shared; jobs, which are no member, see all.
drop policy if exists own on public.saved_view;
create policy own on public.saved_view as restrictive
  using (shared or owner_id = coalesce((select nullif(current_setting('app.member_id', true), '')::uuid), owner_id));
drop policy if exists own on history.saved_view;
create policy own on history.saved_view as restrictive
  using (shared or owner_id = coalesce((select nullif(current_setting('app.member_id', true), '')::uuid), owner_id));
