-- What the looks at a source teach: how much its feed covers, when it publishes, how it is.
alter table sources
    add column window_seconds  double precision,  -- from the oldest article of a full answer to the newest
    add column newest_at       timestamptz,       -- publication of the newest article that it announced
    add column last_new_at     timestamptz,       -- when it last announced something new
    add column full_at         timestamptz,       -- last answer that came whole: neither 304 nor trouble
    add column moved_to        text,              -- where a permanent redirect of the watched address leads
    add column lessons         jsonb,             -- when it publishes, how far back it reaches (scheduler.lessons)
    add column rhythm_at_new   jsonb,             -- its rhythm when something new last came
    add column need_root       double precision,  -- what it asks of the budget of looks (scheduler.pace.Need)
    add column need_least      double precision,
    add column health          text,              -- a word of docs/health.md
    add column health_words    text,              -- the same in a sentence
    add column health_since    timestamptz;

alter table items
    add column text_sha256 bytea;                 -- of the text that was read, spaces and case apart
create index items_by_text on items (source_id, text_sha256) where text_sha256 is not null;

alter table visits
    add column sign  text,                        -- what the answer showed: a word of docs/health.md
    add column fresh integer not null default 0;  -- articles never announced before
