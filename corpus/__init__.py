"""What is a document, what do we know, and which ones do we have?"""
