"""Reports: one module per format, all made from final judgements.

`judgements` is the published JSON that everything else can be made from again.  `verdict` folds the
judgements of a claim into one cell of the `table`.  `allure_scenario` is called while a scenario runs,
`allure_results` rewrites what it left from the final judgements, `allure_html` makes one file of it, which
`allure_page` closes.  Texts are written by `judgement_text`, `witness_text` and `message_head` with the
`background` of the run's own record; `leak`, `arm_words` and `interventions` say things in words.
`summary` is the index of an invocation.  Captured text is hostile: it passes `safe_text` on its way out.
"""
