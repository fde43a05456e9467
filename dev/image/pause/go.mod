module io.tidemark/pause

go 1.21
