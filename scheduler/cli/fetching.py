"""One page for `read URL`, fetched as politely and as guarded as any other."""
