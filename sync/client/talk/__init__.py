"""The line to the server, and what is said over it.

transport, connecting, calling  the line; names, addresses and TLS; signed requests once the server has proven itself
exchange                        one talk; its parts: beginning, sending, answering, settling, mending; its sum: tally
courier, pace, bell             talks by itself, in a thread of its own
status, talks, sayings          what the page of sending shows, and in which sentences
"""
