-- Sources as their files say, with what the last visits taught us.
create table sources (
    id               text primary key,
    name             text not null,
    homepage         text not null,
    country          text not null,
    host             text not null,                       -- the unit of politeness
    block            jsonb not null,                      -- the block of the source file
    tell_archive     boolean not null,
    paused           boolean not null default false,
    retired          boolean not null default false,      -- no longer in any source file
    next_check_at    timestamptz not null,
    last_checked_at  timestamptz,
    last_success_at  timestamptz,
    baseline_at      timestamptz,                         -- end of the first successful visit
    failures         integer not null default 0,          -- in a row
    outcome          text,                                -- of the last visit
    detail           text,
    watch_url        text,                                -- the validators belong to this URL
    etag             text,
    last_modified    text,
    body_sha256      text
);
create index sources_due on sources (next_check_at) where not paused and not retired;

create table visits (
    id         bigint generated always as identity primary key,
    source_id  text not null references sources,
    at         timestamptz not null,
    outcome    text not null,
    watch_url  text,
    http_code  integer,
    entries    integer not null,
    fetched    integer not null,
    requests   integer not null,
    detail     text
);
create index visits_of_source on visits (source_id, at desc);

-- Everything that was ever announced; each item ends as an article of a story or as a drop.
create table items (
    id             bigint generated always as identity primary key,
    identity       text not null unique,
    parent_id      bigint references items,               -- the bundle it was split from
    source_id      text not null references sources,
    url            text not null,                         -- newest complete fetch URL
    title          text,
    published      text,                                  -- raw, as announced
    published_origin text not null default 'feed',        -- feed | list_row
    content        text,                                  -- HTML that the feed carried
    position       integer not null default 0,
    baseline       boolean not null,                      -- stored, not told
    state          text not null default 'announced'
                   check (state in ('announced', 'fetched', 'split', 'attached', 'dropped')),
    attempts       integer not null default 0,
    next_try_at    timestamptz not null,
    last_error     text,
    first_seen_at  timestamptz not null
);
create index items_pending on items (next_try_at) where state in ('announced', 'fetched');
create index items_of_source on items (source_id, state);

-- Raw pages, compressed, kept for a set number of days so that they can be read again.
create table pages (
    item_id     bigint primary key references items on delete cascade,
    url         text not null,
    final_url   text not null,
    http_code   integer not null,
    headers     jsonb not null,
    body        bytea not null,                           -- zlib
    fetched_at  timestamptz not null,
    truncated   boolean not null
);
create index pages_by_age on pages (fetched_at);

create table stories (
    id              bigint generated always as identity primary key,
    kind            text not null,
    status          text,
    title           text,
    headline        jsonb not null default '{}',
    language        text,
    score           double precision not null,
    event_date      date,
    date_precision  text,
    sectors         text[] not null,
    flags           text[] not null,
    evidence        text,
    baseline        boolean not null,
    created_at      timestamptz not null
);
create index stories_by_creation on stories (created_at);

create table parties (
    story_id  bigint not null references stories on delete cascade,
    position  integer not null,
    name      text not null,
    country   text,
    primary key (story_id, position)
);

create table places (
    story_id  bigint not null references stories on delete cascade,
    position  integer not null,
    name      text not null,
    country   text,
    primary key (story_id, position)
);

create table articles (
    item_id              bigint primary key references items,
    story_id             bigint not null references stories,
    url                  text not null,
    title                text,
    text                 text not null,
    translation          text,
    language             text,
    published_at         timestamptz,
    published_precision  text,
    published_origin     text,
    modified_at          timestamptz,
    author               text,
    site_name            text,
    canonical_url        text,
    truncated            boolean not null,
    score                double precision not null,
    reasons              jsonb not null,
    read_at              timestamptz not null
);
create index articles_of_story on articles (story_id);

create table drops (
    item_id  bigint primary key references items,
    reason   text not null,
    detail   text,
    title    text,
    score    double precision,
    reasons  jsonb not null default '[]',
    at       timestamptz not null
);
create index drops_by_reason on drops (reason);

-- People who get the digest.
create table readers (
    id        bigint generated always as identity primary key,
    email     text not null unique,
    name      text,
    locale    text not null,
    timezone  text not null,
    send_at   time not null,
    weekdays  integer[] not null,                         -- ISO: 1 is Monday
    on_empty  text not null check (on_empty in ('short', 'skip')),
    added_at  timestamptz not null
);

-- The outbox: a digest and its list of stories are frozen in one transaction.
create table digests (
    id            bigint generated always as identity primary key,
    reader_id     bigint not null references readers on delete cascade,
    day           date not null,                          -- the reader's
    period_start  timestamptz not null,
    period_end    timestamptz not null,
    state         text not null check (state in
                  ('queued', 'sending', 'sent', 'deferred', 'bounced', 'unknown', 'skipped')),
    message_id    text,
    subject       text,
    html          text,
    message       bytea,
    attempts      integer not null default 0,
    next_try_at   timestamptz,
    claimed_at    timestamptz,
    code          integer,
    words         text,
    sent_at       timestamptz,
    unique (reader_id, day)
);

create table digest_stories (
    digest_id  bigint not null references digests on delete cascade,
    story_id   bigint not null references stories on delete cascade,
    position   integer not null,
    primary key (digest_id, story_id)
);
create index digests_of_story on digest_stories (story_id);

-- The ledger: what was seen and what became of it, counted from different tables so that it can fail to balance.
create view ledger as
select i.source_id,
       count(*) filter (where i.state <> 'split')                    as seen,
       count(a.item_id)                                              as attached,
       count(d.item_id)                                              as dropped,
       count(*) filter (where i.state in ('announced', 'fetched'))   as pending
  from items i
  left join articles a on a.item_id = i.id
  left join drops d on d.item_id = i.id
 group by i.source_id;

-- One flat row a story, for people and for BI tools.
create view v_story as
select s.id,
       s.event_date,
       s.kind,
       s.status,
       s.title,
       (select string_agg(p.name, '; ' order by p.position) from parties p where p.story_id = s.id)
           as parties,
       (select string_agg(l.name || coalesce(' ' || l.country, ''), '; ' order by l.position)
          from places l where l.story_id = s.id) as places,
       s.language,
       round(s.score::numeric, 3) as score,
       s.sectors,
       s.flags,
       s.evidence,
       a.published_at,
       o.name as source,
       a.url,
       n.articles,
       s.baseline,
       s.created_at
  from stories s
 cross join lateral (
       select ar.* from articles ar where ar.story_id = s.id
        order by ar.published_at nulls last, ar.item_id limit 1) a
 cross join lateral (select count(*) as articles from articles x where x.story_id = s.id) n
  join items i on i.id = a.item_id
  join sources o on o.id = i.source_id;
