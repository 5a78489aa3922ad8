-- Last: nobody but the app's role (and the owner) may run what is in private.
revoke execute on all functions in schema private from public;
grant execute on function
  private.sign_in_account(text), private.open_session(uuid, text, timestamptz, text), private.close_session(text), private.close_sessions(uuid),
  private.readiness(), private.keep_stage_since(), private.undo_in_table(text, uuid[], text), private.resolve(text, text), private.organisations_of(uuid), private.slug_taken(text), private.create_user(text, text, text),
  private.set_password(uuid, text), private.attempt_allowed(text, integer, interval), private.clear_attempts(text), private.invitation_org(text), private.hidden_initiatives(),
  private.search(text, text, integer), private.ensure_point_month(timestamptz) to portolan_app;
select private.restrict_table('initiative', 'id'), private.restrict_table('tag', 'initiative_id'), private.restrict_table('initiative_person', 'initiative_id');
