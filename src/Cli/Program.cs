using Graft.Cli;

return await CommandLine.Run(args);
