"""Lists of the desk, declared once: filters, sorting, paging by key, columns to choose, files, saved views, an empty state.

A list is a :class:`Listing`. It says where its rows come from (through the scope of whoever looks, always), which columns, filters
and tabs it has, and what to do when it is empty; everything else is done by :func:`list_response`, on one address::

    TASKS = Listing(
        name="tasks",                        # of saved views and of files
        word=N_("tasks"),
        rows=lambda look: look.scope.of(Task.objects.select_related("area")),
        items=lambda rows, look: rows,       # what cells are made of: at most a fixed number of queries for all rows of a page
        columns=(
            Column("due", N_("due"), lambda task, look: due_cell(task.due_on, look.day), sort="due_on"),
            Column("what", N_("what"), lambda task, look: Cell(task.title, address=task.page()), heads=True),
            Column("area", N_("area"), lambda task, look: str(task.area), sort="area__code"),
            Column("note", N_("note"), lambda task, look: task.note, shown=False),   # may be chosen
        ),
        filters=(
            Filter("area", N_("area"), areas_field, narrow_area),
            Filter("state", N_("status"), choice_field({"open": N_("open")}), lambda rows, value, look: rows.filter(state=value)),
        ),
        tabs=(Tab("open", N_("open"), lambda rows, look: rows.filter(done=False)), Tab("done", N_("done"), …)),
        sort="due",                          # a column with a sort; "-due" the other way round
        empty=N_("No task here. A task is made on the page of a case."),
    )

    @login_required
    def tasks(request):
        return list_response(request, TASKS)

What a filter is called in the address is its name; a filter that is ``private`` (a name of somebody) stands there encrypted.
``sort`` of a column is the way to a field; rows without a value come last, and rows of one value by their number, so that no row
comes twice or is left out while others are added. ``list_response`` renders ``desk/list.html``; a page with more on it calls
:func:`list_context` and includes ``desk/_list.html``. Files (``?as=xlsx``, ``?as=csv``) hold what the filter shows, at most
``DESK_EXPORT_ROWS`` rows; whoever takes one is written down.
"""

from minsheng.web.desk.listing.cells import due_cell
from minsheng.web.desk.listing.declared import Cell, Choose, Column, Filter, Listing, Look, Tab
from minsheng.web.desk.listing.fields import areas_field, choice_field, day_field, narrow_area, text_field
from minsheng.web.desk.listing.page import list_context, list_response

__all__ = [
    "Cell",
    "Choose",
    "Column",
    "Filter",
    "Listing",
    "Look",
    "Tab",
    "areas_field",
    "choice_field",
    "day_field",
    "due_cell",
    "list_context",
    "list_response",
    "narrow_area",
    "text_field",
]
