/// What the programs of the command line share: the terminal, tables, exit codes and how a command
/// fails.
package cloud.atek.cli;
