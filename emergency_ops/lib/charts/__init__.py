"""Pictures of figures, drawn by the server as SVG. Pure: plain values in, markup out; knows no app, no database, no clock.

A chart (lines, columns, bars, ribbon, gantt) is drawn in a frame, wide or narrow. A picture is a chart with its title, what it
shows in words, a legend and the same numbers as a table; `{% picture … %}` puts it on a page. Colours, and what replaces them
on paper, are classes in static/css/pictures.css; patterns, dashes and heights say the same without colour.
"""
