@echo off
rem Runs one of the programs; --help lists them.
setlocal DisableDelayedExpansion
set "JAVA=java"
rem JAVA_HOME may have been set with quotes around it.
if defined JAVA_HOME set "JAVA=%JAVA_HOME:"=%\bin\java"
"%JAVA%" %JAVA_OPTS% -jar "%~dp0..\lib\kube-tls-bootstrap-tools.jar" %*
exit /b %ERRORLEVEL%
