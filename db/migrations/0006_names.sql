-- Every spelling of an organisation that was seen or said, with its key (stories.names.keys): equal keys are one name.
create table names (
    name  text primary key,
    key   text not null
);
create index names_by_key on names (key);

-- What was said of names, by texts and by persons. Nothing is overwritten or deleted: which names are one organisation
-- follows from all rows (stories.names.register).
create table name_sayings (
    id         bigint generated always as identity primary key,
    full_name  text not null references names,
    other      text not null references names,            -- where a text says it: the short or other name
    same       boolean not null,                          -- false: two organisations
    by_person  boolean not null,                          -- else by a text
    story_id   bigint references stories on delete set null,
    sentence   text,                                      -- that says it, literally
    note       text,                                      -- a person's
    said_at    timestamptz not null
);
create unique index name_sayings_of_text on name_sayings (story_id, full_name, other) where not by_person;
create index name_sayings_by_name on name_sayings (full_name);
create index name_sayings_by_other on name_sayings (other);

-- Whether what an article says of names has been learned; what was stored before is learned along with what comes.
alter table articles add column names_learned boolean not null default false;
create index articles_to_learn on articles (item_id) where not names_learned;

-- A row a saying, with the keys of its names.
create view v_name_saying as
select s.*, f.key as full_key, o.key as other_key
  from name_sayings s
  join names f on f.name = s.full_name
  join names o on o.name = s.other;
