-- Second opinions, a row a request: the budget of a day holds over all workers, and nothing answered is asked again.
create table opinions (
    id           bigint generated always as identity primary key,
    article      bytea not null,                          -- hash of what was asked: question, model, title, text
    model        text not null,
    asked_at     timestamptz not null,
    answered     boolean not null default false,          -- false: under way, or no answer came; may be asked again
    partnership  boolean,                                 -- null: no answer that counts
    quote        text,                                    -- literal words of the article
    trouble      text                                     -- why there is no answer that counts
);
create index opinions_by_article on opinions (article) where answered;
create index opinions_by_time on opinions (asked_at);
