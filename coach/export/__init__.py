"""What was recorded, for other programs: tables for a spreadsheet, and health data as FHIR."""
