-- Which stories a reader wants: a profile as docs/interests.md describes it; an empty one keeps all.
alter table readers add column interests jsonb not null default '{}';

-- What a digest passed over because it did not fit. Frozen with the digest, like what it tells, so that later interests
-- tell new stories only.
create table digest_passed_over (
    digest_id  bigint not null references digests on delete cascade,
    story_id   bigint not null references stories on delete cascade,
    primary key (digest_id, story_id)
);
create index digests_past_story on digest_passed_over (story_id);
