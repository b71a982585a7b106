@echo off
rem Runs one of the programs; --help lists them.
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" %JAVA_OPTS% -jar "%~dp0..\lib\kube-tls-bootstrap-tools.jar" %*
